using System.Globalization;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Host and port of a target.</summary>
/// <param name="Host">Name or address, without brackets.</param>
internal sealed record ProbeTarget(string Host, int Port)
{
    /// <summary>The target as a URL, so that <see cref="Kernel.Outbound.OutboundHostPolicy"/> can check it.</summary>
    public string Url => $"https://{Bracketed}:{Port.ToString(CultureInfo.InvariantCulture)}/";

    private string Bracketed => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <param name="text">A host, with a port unless there is a default.</param>
    /// <returns>Null if the text is anything else.</returns>
    public static ProbeTarget? Find(string text, int? defaultPort)
    {
        if (
            text.IndexOfAny(['/', '\\', '?', '#', '@', '%', ' ']) >= 0
            || !Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var uri)
            || uri.Host.Length == 0
        )
            return null;
        var port = uri.Port > 0 ? uri.Port : defaultPort;
        return port is null or > 65_535 || uri.DnsSafeHost.Length == 0 ? null : new(uri.DnsSafeHost, port.Value);
    }

    public override string ToString() => $"{Bracketed}:{Port.ToString(CultureInfo.InvariantCulture)}";
}
