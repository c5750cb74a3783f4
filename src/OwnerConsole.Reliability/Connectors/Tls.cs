using System.ComponentModel;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>How the connection to the owner's database is kept from being read.</summary>
public enum Tls
{
    [Description("TLS, with a certificate for this host that this machine trusts")]
    Verified,

    [Description("TLS, with any certificate")]
    Encrypted,

    [Description("none, for a private network or this machine")]
    None,
}
