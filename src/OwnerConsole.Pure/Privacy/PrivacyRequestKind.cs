using System.ComponentModel;

namespace OwnerConsole.Pure.Privacy;

/// <summary>What a person requests.</summary>
public enum PrivacyRequestKind
{
    /// <summary>A copy of their data (GDPR articles 15 and 20; CCPA: request to know).</summary>
    [Description("Export: a copy of their data (CCPA: know)")]
    Export,

    /// <summary>Correction of wrong data (GDPR article 16).</summary>
    [Description("Correct: wrong data")]
    Correct,

    /// <summary>Deletion of their data (GDPR article 17; CCPA: request to delete).</summary>
    [Description("Erase: their data (CCPA: delete)")]
    Erase,

    /// <summary>Restriction of processing (GDPR article 18).</summary>
    [Description("Restrict: store, but don't use (GDPR)")]
    Restrict,

    /// <summary>Objection to processing (GDPR article 21).</summary>
    [Description("Object: to processing (GDPR)")]
    Object,

    /// <summary>Opt-out of the sale or sharing of their data (CCPA).</summary>
    [Description("Opt out: of sale and sharing (CCPA)")]
    OptOut,

    /// <summary>Limit of the use and disclosure of their sensitive data (CCPA).</summary>
    [Description("Limit: use of sensitive data (CCPA)")]
    LimitUse,
}
