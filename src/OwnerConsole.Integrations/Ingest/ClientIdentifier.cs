using System.Text;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Reads the sending program and its key from a request.</summary>
internal static class ClientIdentifier
{
    private const int MaxLength = 60;

    /// <param name="said">Program named in the messages; the User-Agent is used if null.</param>
    /// <returns>Program and version, without the platform details that may follow.</returns>
    public static string Client(HttpRequest request, string? said = null)
    {
        var agent = (said ?? request.Headers.UserAgent.ToString()).Split(' ', 2)[0];
        var plain = new string([.. agent.Where(letter => letter is > ' ' and <= '~').Take(MaxLength)]);
        return plain.Length > 0 ? plain : "unnamed";
    }

    /// <returns>User name of Basic authentication, which is the write key of Segment's SDKs; null if there is none.</returns>
    public static string? User(HttpRequest request)
    {
        const string Basic = "Basic ";
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2)[0]
            : null;
    }
}
