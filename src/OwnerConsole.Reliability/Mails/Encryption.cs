namespace OwnerConsole.Reliability.Mails;

/// <summary>How the connection to the mail server is protected.</summary>
public enum Encryption
{
    /// <summary>Begins in clear and changes to TLS before anything is said; without it nothing is sent.</summary>
    Starttls,

    /// <summary>For a relay on the same machine or network.</summary>
    None,

    /// <summary>TLS from the first byte, usually port 465: the mail client of .NET does not speak it, so it is refused.</summary>
    Implicit,
}
