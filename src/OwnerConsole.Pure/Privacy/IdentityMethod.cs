using System.ComponentModel;

namespace OwnerConsole.Pure.Privacy;

/// <summary>How the identity of a person was verified.</summary>
public enum IdentityMethod
{
    /// <summary>They were signed in to the application.</summary>
    [Description("Signed in to your application")]
    SignedIn,

    /// <summary>They answered an email sent to the known address.</summary>
    [Description("Answer from the known email address")]
    KnownEmail,

    /// <summary>They were called back at the known phone number.</summary>
    [Description("Call to the known phone number")]
    KnownPhone,

    /// <summary>They showed an identity document. Don't store a copy.</summary>
    [Description("Identity document")]
    Document,

    /// <summary>Another way, which the note describes.</summary>
    [Description("Other")]
    Other,
}
