package dev.persistence.cache.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.ser.impl.UnknownSerializer;
import com.fasterxml.jackson.databind.ser.impl.UnsupportedTypeSerializer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a mapper can write and read a type, and whether bytes would choose a class.
 *
 * <p>Follows the deserializers that Jackson has put together for the type, since only they know
 * what annotations and modules come to: properties, elements, and the named subtypes of polymorphic
 * types. Not thread-safe.
 */
final class TypeCheck {

  private final JavaType declared;
  private final DeserializationContext context;
  private final Set<JavaType> visited = new HashSet<>();

  private TypeCheck(JavaType declared, DeserializationContext context) {
    this.declared = declared;
    this.context = context;
  }

  /** Rejects a type that does not fit. */
  static void check(JavaType type, ObjectMapper mapper) {
    if (mapper.getDeserializationConfig().getDefaultTyper(type) != null
        || mapper.getSerializationConfig().getDefaultTyper(type) != null) {
      throw new IllegalArgumentException(
          "mapper has default typing, so bytes would choose classes; allowed: one without it");
    }
    DefaultDeserializationContext blueprint =
        (DefaultDeserializationContext) mapper.getDeserializationContext();
    TypeCheck check =
        new TypeCheck(type, blueprint.createDummyInstance(mapper.getDeserializationConfig()));
    if (type.isJavaLangObject()) {
      throw check.refused(type, "nothing is known of it, and what is written does not say");
    }
    try {
      check.read(type);
      check.write(type, mapper);
    } catch (JsonMappingException failure) {
      throw check.refused(type, failure.getOriginalMessage());
    }
  }

  private void read(JavaType type) throws JsonMappingException {
    read(type, context.findContextualValueDeserializer(type, null), typing(type));
  }

  /** Returns what reads the names of subtypes, be they declared where it is used or on the type. */
  private @Nullable TypeDeserializer typing(JavaType type) throws JsonMappingException {
    return type.getTypeHandler() instanceof TypeDeserializer here
        ? here
        : context.getFactory().findTypeDeserializer(context.getConfig(), type);
  }

  private void read(
      JavaType type, @Nullable JsonDeserializer<?> reader, @Nullable TypeDeserializer typing)
      throws JsonMappingException {
    checkNoClass(type, typing);
    if (!visited.add(type) || reader == null) {
      return;
    }
    JsonDeserializer<?> actual = reader.getDelegatee() == null ? reader : reader.getDelegatee();
    if (actual instanceof UnsupportedTypeDeserializer) {
      throw refused(type, "the mapper lacks the module for it; java.time needs JavaTimeModule");
    }
    if (actual instanceof AbstractDeserializer && typing == null) {
      throw refused(type, "it is abstract, and nothing says which subtype to make");
    }
    if (typing != null) {
      readSubtypes(type);
    }
    if (actual instanceof BeanDeserializerBase bean) {
      if (!bean.getValueInstantiator().canInstantiate() && typing == null) {
        throw refused(type, "it has no constructor that Jackson can call");
      }
      readProperties(bean.properties());
    } else if (actual instanceof ContainerDeserializerBase<?> container) {
      JavaType content = container.getContentType();
      if (content != null) {
        read(content, container.getContentDeserializer(), typing(content));
      }
    } else if (type.isReferenceType()) {
      read(type.getReferencedType());
    }
  }

  private void readProperties(Iterator<SettableBeanProperty> properties)
      throws JsonMappingException {
    while (properties.hasNext()) {
      SettableBeanProperty property = properties.next();
      read(
          property.getType(), property.getValueDeserializer(), property.getValueTypeDeserializer());
    }
  }

  private void readSubtypes(JavaType type) throws JsonMappingException {
    DeserializationConfig config = context.getConfig();
    AnnotatedClass annotations = config.introspectClassAnnotations(type).getClassInfo();
    for (NamedType named :
        config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotations)) {
      Class<?> subtype = named.getType();
      if (type.getRawClass().isAssignableFrom(subtype) && !type.hasRawClass(subtype)) {
        read(config.constructSpecializedType(type, subtype));
      }
    }
  }

  private void checkNoClass(JavaType type, @Nullable TypeDeserializer typing) {
    JsonTypeInfo.Id id = typing == null ? null : typing.getTypeIdResolver().getMechanism();
    boolean key = type.getKeyType() != null && type.getKeyType().hasRawClass(Class.class);
    if (id == JsonTypeInfo.Id.CLASS || id == JsonTypeInfo.Id.MINIMAL_CLASS) {
      throw refused(type, "its @JsonTypeInfo takes class names from bytes; NAME does not");
    }
    if (key || type.hasRawClass(Class.class) || type.isTypeOrSubTypeOf(JavaType.class)) {
      throw refused(type, "it takes class names from bytes");
    }
  }

  /** Looks at the outermost types alone: what is inside is written by its own class. */
  private void write(JavaType type, ObjectMapper mapper) throws JsonMappingException {
    JavaType content = type;
    while (content.getContentType() != null) {
      content = content.getContentType();
    }
    JsonSerializer<?> writer = mapper.getSerializerProviderInstance().findValueSerializer(content);
    boolean empty =
        writer instanceof UnknownSerializer
            && !content.isAbstract()
            && !content.isJavaLangObject()
            && mapper.isEnabled(SerializationFeature.FAIL_ON_EMPTY_BEANS);
    if (empty || writer instanceof UnsupportedTypeSerializer) {
      throw refused(content, "it has no property that Jackson can see");
    }
  }

  private IllegalArgumentException refused(JavaType type, String why) {
    String inside = type.equals(declared) ? "" : " has " + type.toCanonical() + " in it, which";
    return new IllegalArgumentException(
        "type is "
            + declared.toCanonical()
            + " and"
            + inside
            + " cannot be kept: "
            + why
            + "; allowed: a type that Jackson writes and reads by its declaration alone");
  }
}
