namespace OwnerConsole.Reliability.StatusPages;

/// <summary>A confirmed subscription.</summary>
/// <param name="Id">ID of the subscriber.</param>
/// <param name="Email">Address of the emails, or of the contact of a webhook.</param>
/// <param name="ForTenant">Tenant on whose page it was requested; null for the public page.</param>
internal sealed record StatusReceiver(string Id, string Email, string? ForTenant);
