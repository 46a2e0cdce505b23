// libcurl, loaded when it is first needed. Swift cannot call its functions with a variable number of arguments, so there is one
// function here for each argument type.
//
// It is not linked, because it depends on some thirty libraries, which every command would load although few need them.
#ifndef PRACTICUM_CCURL_H
#define PRACTICUM_CCURL_H

// The header's argument checks work only for calls with a constant option.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>

#ifdef __APPLE__
#define CCURL_LIBRARY "libcurl.4.dylib"
#else
#define CCURL_LIBRARY "libcurl.so.4"
#endif

/// A function of libcurl; null if libcurl is not installed. Repeated loading costs nothing, and libcurl stays loaded.
static inline void *ccurl_function(const char *name) {
    void *library = dlopen(CCURL_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    return library ? dlsym(library, name) : NULL;
}

#define CCURL(name) ((__typeof__(&name))ccurl_function(#name))

/// Loads libcurl and prepares it for the process: 1 on success. Called once, before anything else here.
static inline int ccurl_start(void) {
    return ccurl_function("curl_global_init") && CCURL(curl_global_init)(CURL_GLOBAL_ALL) == CURLE_OK;
}

static inline CURL *ccurl_make(void) { return CCURL(curl_easy_init)(); }

static inline void ccurl_free(CURL *handle) { CCURL(curl_easy_cleanup)(handle); }

static inline CURLcode ccurl_perform(CURL *handle) { return CCURL(curl_easy_perform)(handle); }

static inline const char *ccurl_meaning(CURLcode code) { return CCURL(curl_easy_strerror)(code); }

/// The list with one more text, which is copied; null if there is not enough memory.
static inline struct curl_slist *ccurl_append(struct curl_slist *list, const char *text) {
    return CCURL(curl_slist_append)(list, text);
}

static inline void ccurl_free_list(struct curl_slist *list) { CCURL(curl_slist_free_all)(list); }

/// Converts an HTTP date to seconds since 1970; -1 for any other text.
static inline time_t ccurl_date(const char *text) { return CCURL(curl_getdate)(text, NULL); }

/// A parser for addresses; null if there is not enough memory.
static inline CURLU *ccurl_url(void) { return CCURL(curl_url)(); }

static inline void ccurl_free_url(CURLU *parser) { CCURL(curl_url_cleanup)(parser); }

static inline CURLUcode ccurl_set_url(CURLU *parser, const char *text, unsigned int flags) {
    return CCURL(curl_url_set)(parser, CURLUPART_URL, text, flags);
}

/// Must be freed with `ccurl_free_text`; null if the address has no such part.
static inline char *ccurl_url_part(CURLU *parser, CURLUPart part, unsigned int flags) {
    char *text = NULL;
    return CCURL(curl_url_get)(parser, part, &text, flags) == CURLUE_OK ? text : NULL;
}

static inline void ccurl_free_text(char *text) { CCURL(curl_free)(text); }

static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/// libcurl copies the text.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/// libcurl keeps the pointer: to a list of headers, a buffer, or a callback's argument.
static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

/// For `CURLOPT_WRITEFUNCTION` and `CURLOPT_HEADERFUNCTION`.
static inline CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, curl_write_callback value) {
    return CCURL(curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_progress(CURL *handle, curl_xferinfo_callback value) {
    return CCURL(curl_easy_setopt)(handle, CURLOPT_XFERINFOFUNCTION, value);
}

/// 0 if libcurl doesn't know.
static inline long ccurl_number(CURL *handle, CURLINFO info) {
    long value = 0;
    return CCURL(curl_easy_getinfo)(handle, info, &value) == CURLE_OK ? value : 0;
}

/// Belongs to the handle; null if libcurl doesn't know.
static inline const char *ccurl_text(CURL *handle, CURLINFO info) {
    char *value = NULL;
    return CCURL(curl_easy_getinfo)(handle, info, &value) == CURLE_OK ? value : NULL;
}

#endif
