namespace OwnerConsole.Pure.Privacy;

/// <summary>Why data of a person may be used for a purpose (GDPR article 6(1)).</summary>
public enum LegalBasis
{
    /// <summary>The person agreed (a).</summary>
    Consent,

    /// <summary>A contract with the person needs it (b).</summary>
    Contract,

    /// <summary>A law requires it (c).</summary>
    LegalObligation,

    /// <summary>It protects someone's life (d).</summary>
    VitalInterests,

    /// <summary>A task in the public interest needs it (e).</summary>
    PublicTask,

    /// <summary>Interests that outweigh those of the person (f).</summary>
    LegitimateInterests,
}
