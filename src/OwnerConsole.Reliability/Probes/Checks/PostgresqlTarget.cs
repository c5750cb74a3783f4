using Npgsql;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Server and sign-in of a connection string. Everything else in it is ignored, because some keys read files or sign in elsewhere.</summary>
internal sealed record PostgresqlTarget(ProbeTarget Server, string? Database, string? UserName, string? Password, SslMode SslMode)
{
    private const int DefaultPort = 5432;

    /// <summary>The target as shown to the team, without the sign-in.</summary>
    public string Title => Database is null ? Server.ToString() : $"{Server}/{Database}";

    /// <param name="text">A URL that starts with postgresql:// or postgres://, or the format of .NET.</param>
    /// <returns>Null if the text is anything else.</returns>
    public static PostgresqlTarget? Find(string text)
    {
        try
        {
            return text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) && text.Contains("://", StringComparison.Ordinal)
                ? OfUrl(text)
                : OfPairs(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static PostgresqlTarget? OfUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("postgresql" or "postgres") || url.Host.Length == 0)
            return null;
        var user = url.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/'));
        var mode = url.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == "sslmode") is [_, var word]
            ? Enum.Parse<SslMode>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true)
            : SslMode.Prefer;
        return new(new(url.DnsSafeHost, url.Port > 0 ? url.Port : DefaultPort), Text(database), Text(user[0]), user.Length > 1 ? user[1] : null, mode);
    }

    private static PostgresqlTarget? OfPairs(string text)
    {
        var pairs = new NpgsqlConnectionStringBuilder(text);
        return pairs.Host is { Length: > 0 } host && host.IndexOfAny([',', '/', '\\', '@', ' ']) < 0
            ? new(new(host.Trim('[', ']'), pairs.Port), Text(pairs.Database), Text(pairs.Username), pairs.Password, pairs.SslMode)
            : null;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
