namespace OwnerConsole.Reliability.StatusPages;

/// <summary>A confirmed subscription that receives an update, if the subscriber sees what it is about.</summary>
/// <param name="Id">ID of the subscriber.</param>
/// <param name="Email">Address of the emails, or of the contact of a webhook.</param>
/// <param name="ForTenant">Tenant on whose page it was requested; null for the public page.</param>
/// <param name="Chosen">IDs of the chosen components that the update is about, or of all that are listed if it concerns everyone; null if all were chosen.</param>
internal sealed record StatusReceiver(string Id, string Email, string? ForTenant, IReadOnlyList<string>? Chosen);
