namespace OwnerConsole.Client;

/// <summary>A member as stored by the console.</summary>
/// <param name="Id"><c>mbr_…</c></param>
/// <param name="ExternalId">Your ID of the member.</param>
public sealed record ReportedMember(string Id, string ExternalId, string SupportNumber, string? Name, string? Email, string? Role)
{
    /// <summary>BCP 47 language tag.</summary>
    public string? Language { get; init; }

    /// <summary>IANA time zone; null means that of the tenant.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Phone number in E.164 format.</summary>
    public string? Phone { get; init; }
}
