/** Stores a preference that the server reads to render the next page. */
export const keep = (name, value) => (document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`);
