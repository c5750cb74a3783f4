using System.ComponentModel;

namespace OwnerConsole.Pure.Privacy;

/// <summary>Law that a privacy request is based on. It sets the deadline.</summary>
public enum PrivacyLaw
{
    /// <summary>General Data Protection Regulation of the European Union.</summary>
    [Description("GDPR")]
    Gdpr,

    /// <summary>California Consumer Privacy Act.</summary>
    [Description("CCPA")]
    Ccpa,
}
