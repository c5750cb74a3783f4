using System.Text;
using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>What a request says of the program that sends.</summary>
internal static class Sdk
{
    private const int LongestClient = 60;

    /// <param name="said">what its messages say it is; its User-Agent where they don't</param>
    /// <returns>the program and its version, without what it says about its surroundings</returns>
    public static string Client(HttpRequest request, string? said = null)
    {
        var agent = (said ?? request.Headers.UserAgent.ToString()).Split(' ', 2)[0];
        var plain = new string([.. agent.Where(letter => letter is > ' ' and <= '~').Take(LongestClient)]);
        return plain.Length > 0 ? plain : "unnamed";
    }

    /// <returns>the user of Basic authentication, where Segment's SDKs have the write key; null for none</returns>
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
