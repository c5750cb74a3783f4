using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>A legal basis or a consent of a member, as the application reports it.</summary>
/// <param name="LegalBasis">Why data may be used for the purpose.</param>
/// <param name="State">granted, or withdrawn for a withdrawn consent and an objection.</param>
/// <param name="ChangedAt">When the person decided; null for now.</param>
/// <param name="TextVersion">Version of the text that the person saw: 1 to 64 letters, digits, periods, underscores and hyphens; null if unknown.</param>
/// <param name="Source">Where the person decided, such as a form: at most 200 characters; null if unknown. It is removed when the member is anonymised.</param>
public sealed record ConsentReport(
    LegalBasis LegalBasis,
    ConsentState State,
    DateTimeOffset? ChangedAt = null,
    string? TextVersion = null,
    string? Source = null
);

/// <summary>A change of a legal basis or a consent of a member.</summary>
/// <param name="Id">ID of the change.</param>
/// <param name="MemberId">ID of the member record for which it was reported.</param>
/// <param name="Purpose">What the data is used for.</param>
/// <param name="LegalBasis">Why it may be used.</param>
/// <param name="State">Whether it may be used.</param>
/// <param name="ChangedAt">When the person decided.</param>
/// <param name="TextVersion">Version of the text that the person saw; null if unknown.</param>
/// <param name="Source">Where the person decided; null if unknown or anonymised.</param>
/// <param name="ReportedAt">When your application reported it.</param>
/// <param name="IsCurrent">Whether it is the latest change of its purpose, which applies.</param>
public sealed record ConsentView(
    string Id,
    string MemberId,
    string Purpose,
    LegalBasis LegalBasis,
    ConsentState State,
    DateTimeOffset ChangedAt,
    string? TextVersion,
    string? Source,
    DateTimeOffset ReportedAt,
    bool IsCurrent
)
{
    internal static ConsentView Of(StoredConsent stored) =>
        new(
            stored.Id,
            stored.MemberId,
            stored.Purpose,
            stored.LegalBasis,
            stored.State,
            stored.ChangedAt,
            stored.TextVersion,
            stored.Source,
            stored.ReportedAt,
            stored.IsCurrent
        );
}
