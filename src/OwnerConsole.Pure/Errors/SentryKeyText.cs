namespace OwnerConsole.Pure.Errors;

/// <summary>Finds the key of a Sentry SDK in the texts that it can be sent in.</summary>
public static class SentryKeyText
{
    /// <param name="header">X-Sentry-Auth: <c>Sentry sentry_version=7, sentry_key=…</c>.</param>
    /// <returns>Null if there is none.</returns>
    public static string? OfHeader(string? header)
    {
        if (header is null || !header.StartsWith("Sentry ", StringComparison.OrdinalIgnoreCase))
            return null;
        return header["Sentry ".Length..]
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part is ["sentry_key", { Length: > 0 }])
            .Select(part => part[1])
            .FirstOrDefault();
    }

    /// <param name="dsn">Such as https://KEY@console.example.com/1.</param>
    /// <returns>Null if it has no key.</returns>
    public static string? OfDsn(string? dsn) =>
        Uri.TryCreate(dsn, UriKind.Absolute, out var address) && address.UserInfo.Split(':', 2)[0] is { Length: > 0 } key ? key : null;
}
