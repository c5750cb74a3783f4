using System.ComponentModel;

namespace OwnerConsole.Messaging.Emails;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpEncryption
{
    /// <summary>Starts unencrypted and switches to TLS before any data is sent. Nothing is sent without TLS.</summary>
    [Description("STARTTLS (usually 587)")]
    Starttls,

    /// <summary>TLS from the first byte. Nothing is sent to a server that starts unencrypted.</summary>
    [Description("Implicit TLS (usually 465)")]
    Implicit,

    /// <summary>For a relay on the same machine or network.</summary>
    [Description("None (for a local relay)")]
    None,
}
