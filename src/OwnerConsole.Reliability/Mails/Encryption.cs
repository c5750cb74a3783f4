using System.ComponentModel;

namespace OwnerConsole.Reliability.Mails;

/// <summary>How the connection to the mail server is protected.</summary>
public enum Encryption
{
    /// <summary>Begins in clear and changes to TLS before anything is said; without it nothing is sent.</summary>
    [Description("STARTTLS (usually 587)")]
    Starttls,

    /// <summary>TLS from the first byte; a server that begins in clear gets nothing.</summary>
    [Description("TLS from the start (usually 465)")]
    Implicit,

    /// <summary>For a relay on the same machine or network.</summary>
    [Description("None (a relay beside the console)")]
    None,
}
