namespace OwnerConsole.Pure.Addresses;

/// <summary>Address of a page that people open by a link.</summary>
public static class HttpsAddress
{
    /// <returns>True for an absolute https address without a user name, which can look like a host: <c>https://bank.example@other.example</c>.</returns>
    public static bool IsValid(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0;
}
