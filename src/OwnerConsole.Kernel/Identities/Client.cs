using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Where a request comes from, as the list of sessions shows it.</summary>
public sealed record Client(string? Ip, string? UserAgent)
{
    /// <summary>Hash of the browser's device cookie, see <see cref="KnownDevices"/>; null without one.</summary>
    public byte[]? Device { get; init; }

    public static Client Of(HttpContext context) =>
        new(context.Connection.RemoteIpAddress?.ToString(), context.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? Clean(agent) : null)
        {
            Device = KnownDevices.Of(context),
        };

    // A header may carry anything; what is shown later is printable and short.
    private static string Clean(string text) => new(text.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(300).ToArray());
}
