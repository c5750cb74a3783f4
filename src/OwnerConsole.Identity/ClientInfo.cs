using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>Origin of a request, as shown in the list of sign-in sessions.</summary>
public sealed record ClientInfo(string? Ip, string? UserAgent)
{
    /// <summary>Hash of the browser's device cookie, see <see cref="KnownDevices"/>; null without one.</summary>
    public byte[]? Device { get; init; }

    public static ClientInfo Of(HttpContext context) =>
        new(context.Connection.RemoteIpAddress?.ToString(), context.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? Clean(agent) : null)
        {
            Device = KnownDevices.Of(context),
        };

    // Headers can contain anything, so the stored text is limited to 300 printable characters.
    private static string Clean(string text) => new(text.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(300).ToArray());
}
