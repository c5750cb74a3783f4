namespace OwnerConsole.Pure.Addresses;

/// <summary>Where a page comes from, as its browser says it in the header Origin.</summary>
/// <remarks>Source: RFC 6454 and the URL standard: scheme, host and port, in small letters, the usual port left out.</remarks>
public static class WebOrigin
{
    private const int Longest = 200;

    /// <returns>true for exactly what a browser would say of a page over https, or over http on the machine itself: texts are compared letter by letter</returns>
    public static bool Is(string text)
    {
        if (text.Length > Longest || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return false;
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            return false;
        var host = uri.HostNameType is UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return text == $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}";
    }
}
