namespace OwnerConsole.Identity;

/// <param name="Secret">Secret for the session cookie.</param>
/// <param name="IsToSetUp">The person needs a passkey first: the session is valid only for setting one up.</param>
public sealed record SignInOutcome(string Secret, bool IsToSetUp);
