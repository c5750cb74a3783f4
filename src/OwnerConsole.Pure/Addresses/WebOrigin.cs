namespace OwnerConsole.Pure.Addresses;

/// <summary>Origin of a web page, as sent by browsers in the Origin header.</summary>
/// <remarks>Source: RFC 6454 and the URL standard: scheme, host and port in lowercase, without the default port.</remarks>
public static class WebOrigin
{
    private const int MaxLength = 200;

    /// <returns>True for the exact origin that a browser would send for a page over https, or over http on the local machine, because origins are
    /// compared character by character.</returns>
    public static bool IsValid(string text)
    {
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return false;
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            return false;
        var host = uri.HostNameType is UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return text == $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}";
    }
}
