namespace OwnerConsole.Pure.Privacy;

/// <summary>How far a privacy request is.</summary>
public enum PrivacyRequestStatus
{
    /// <summary>It is recorded.</summary>
    Received,

    /// <summary>The identity of the person is verified.</summary>
    Verified,

    /// <summary>Someone works on it.</summary>
    InProgress,

    /// <summary>The person received what they requested.</summary>
    Fulfilled,

    /// <summary>The request was refused with a reason.</summary>
    Refused,

    /// <summary>The person withdrew it.</summary>
    Withdrawn,
}
