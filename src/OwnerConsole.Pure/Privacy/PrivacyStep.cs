namespace OwnerConsole.Pure.Privacy;

/// <summary>Step of a privacy request about which its person is informed. Each run of a step is emailed at most once per request.</summary>
public enum PrivacyStep
{
    /// <summary>The request was received.</summary>
    Receipt,

    /// <summary>The identity of the person must be verified.</summary>
    Identity,

    /// <summary>The deadline was extended.</summary>
    Extension,

    /// <summary>The request was fulfilled.</summary>
    Fulfilment,

    /// <summary>The request was refused.</summary>
    Refusal,
}
