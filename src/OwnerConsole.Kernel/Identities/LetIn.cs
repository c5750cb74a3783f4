namespace OwnerConsole.Kernel.Identities;

/// <param name="Secret">for the cookie</param>
/// <param name="IsToSetUp">a passkey is asked for and there is none: the session is good for setting one up and nothing else</param>
public sealed record LetIn(string Secret, bool IsToSetUp);
