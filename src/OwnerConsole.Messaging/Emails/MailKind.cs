using System.ComponentModel;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Service that sends the console's emails.</summary>
public enum MailKind
{
    [Description("Mail server (SMTP)")]
    Smtp,

    [Description("Resend")]
    Resend,

    [Description("SendGrid")]
    Sendgrid,
}

/// <summary>Region of the account at SendGrid. Each has a separate host.</summary>
public enum MailRegion
{
    [Description("Global")]
    Global,

    [Description("EU")]
    Eu,
}
