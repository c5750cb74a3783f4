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
