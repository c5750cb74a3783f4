using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>A privacy request as a person enters it.</summary>
public sealed record PrivacyRequestInput(
    [Description("What the person requests.")] PrivacyRequestKind Kind,
    [Description("Law that the request is based on. It sets the deadline.")] PrivacyLaw Law = PrivacyLaw.Gdpr,
    [Description("Members who are the person: IDs (mbr_…), one per line. Leave blank to find them by email.")] IReadOnlyList<string>? Members = null,
    [StringLength(PrivacyRequestInput.MaxEmail)]
    [Description(
        "Email address of the person, if you entered no members. It is stored with the request only if no live member has it; the run keeps what you enter."
    )]
        string? Email = null,
    [Description("Day on which you received it. Leave blank for today.")] DateOnly? ReceivedOn = null,
    [Description("How it arrived.")] PrivacySource Source = PrivacySource.Email,
    [StringLength(PrivacyRequest.MaxText)] [DataType(DataType.MultilineText)] [Description("Details, such as which data is wrong.")] string? Note = null
)
{
    /// <summary>Maximum length of an email address.</summary>
    internal const int MaxEmail = 254;
}
