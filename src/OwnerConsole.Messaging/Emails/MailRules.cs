using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Finds settings of the mail server or the service that can't work.</summary>
internal static class MailRules
{
    private const int MaxKeyLength = 500;

    public static Refusal? FindServerProblem(MailSettings? now, ConfigureMail.Input input) =>
        input switch
        {
            _ when Uri.CheckHostName(input.Host) is UriHostNameType.Unknown => new("bad_host", $"Enter a valid host name or IP address."),
            { Port: < 1 or > 65_535 } => new("bad_port", $"The port must be between 1 and {65_535}."),
            { UserName: null, Password: not null } => new("user_needed", $"A password requires a user name."),
            { UserName: not null, Encryption: SmtpEncryption.None } => new("password_in_clear", $"A password requires an encrypted connection."),
            { UserName: not null, Password: null } when !KeepsPassword(now, input) => new(
                "password_needed",
                $"Enter the password again, because the host, port, user name or encryption changed."
            ),
            { Password: null } when IsSame(now, input) => new("no_change", $"Email already has these settings."),
            _ => null,
        };

    /// <param name="apiKey">The entered key; null to keep the stored one.</param>
    /// <param name="callbackKey">The entered key; null to keep the stored one.</param>
    public static Refusal? FindServiceProblem(MailSettings? now, ConfigureMail.Input input, string? apiKey, string? callbackKey) =>
        apiKey switch
        {
            null when now?.Service != input.Service => new("api_key_needed", $"Enter the API key of the service."),
            not null when apiKey.Length is 0 or > MaxKeyLength || apiKey.Any(character => character is <= ' ' or > '~') => new(
                "bad_api_key",
                $"The API key must be one word as the service shows it, such as re_… of Resend or SG.… of SendGrid."
            ),
            _ when callbackKey is not null && input.RemoveCallbackKey => new("bad_callback_key", $"Enter a callback key or remove it, not both."),
            _ when callbackKey is not null && !IsCallbackKey(input.Service, callbackKey) => new(
                "bad_callback_key",
                $"Enter the key as the service shows it: the signing secret of Resend starts with whsec_, and the verification key of SendGrid is one line of base64."
            ),
            null when callbackKey is null && !(input.RemoveCallbackKey && now?.CallbackKey is not null) && IsSame(now, input) => new(
                "no_change",
                $"Email already has these settings."
            ),
            _ => null,
        };

    private static bool IsCallbackKey(MailKind service, string key) =>
        service is MailKind.Resend ? StandardWebhook.IsSecret(key) : SendgridSignature.IsPublicKey(key);

    // Otherwise another server, or an eavesdropper on a less protected connection, could receive a password that the caller doesn't know.
    private static bool KeepsPassword(MailSettings? before, ConfigureMail.Input input) =>
        before is { Service: MailKind.Smtp, Password: not null }
        && (before.UserName, before.Host, before.Port, before.Encryption) == (input.UserName, input.Host, input.Port, input.Encryption);

    private static bool IsSame(MailSettings? now, ConfigureMail.Input input) =>
        now is not null
        && now.Service == input.Service
        && MailHost.Of(input) == new MailHost(now.Host, now.Port, now.Encryption, now.UserName, now.Region)
        && (now.FromAddress, now.FromName) == (input.FromAddress, input.FromName);
}
