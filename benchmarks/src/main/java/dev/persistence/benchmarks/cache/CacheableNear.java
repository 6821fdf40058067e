package dev.persistence.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A method with Spring's {@code @Cacheable}, over Caffeine with expiry. */
final class CacheableNear implements NearCache {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext(Wiring.class);
  private final Users users = context.getBean(Users.class);

  /** What is called through Spring's proxy. */
  interface Users {

    @Cacheable("users")
    String name(Long id);

    @CachePut(cacheNames = "users", key = "#id")
    String rename(Long id, String name);
  }

  /** Without proxies of the beans themselves, which would be of CGLIB. */
  @Configuration(proxyBeanMethods = false)
  @EnableCaching
  static class Wiring {

    @Bean
    CacheManager caches() {
      CaffeineCacheManager caches = new CaffeineCacheManager("users");
      caches.setCaffeine(
          Caffeine.newBuilder()
              .maximumSize(CacheSize.ENTRIES)
              .expireAfterWrite(Duration.ofMinutes(10)));
      return caches;
    }

    @Bean
    Users users() {
      return new Users() {
        @Override
        public String name(Long id) {
          return "of the method";
        }

        @Override
        public String rename(Long id, String name) {
          return name;
        }
      };
    }
  }

  @Override
  public String get(Long key) {
    return users.name(key);
  }

  @Override
  public void put(Long key, String value) {
    users.rename(key, value);
  }

  @Override
  public void close() {
    context.close();
  }
}
