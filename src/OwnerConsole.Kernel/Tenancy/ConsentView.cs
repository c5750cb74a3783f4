using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Kernel.Tenancy;

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
);
