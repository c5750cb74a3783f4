using System.ComponentModel;

namespace OwnerConsole.Pure.Privacy;

/// <summary>Why data of a person may be used for a purpose (GDPR article 6(1)).</summary>
public enum LegalBasis
{
    /// <summary>The person agreed (a).</summary>
    [Description("Consent")]
    Consent,

    /// <summary>A contract with the person needs it (b).</summary>
    [Description("Contract")]
    Contract,

    /// <summary>A law requires it (c).</summary>
    [Description("Legal obligation")]
    LegalObligation,

    /// <summary>It protects someone's life (d).</summary>
    [Description("Vital interests")]
    VitalInterests,

    /// <summary>A task in the public interest needs it (e).</summary>
    [Description("Public task")]
    PublicTask,

    /// <summary>Interests that outweigh those of the person (f).</summary>
    [Description("Legitimate interests")]
    LegitimateInterests,
}
