using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>A value that a record is compared by, as a hash: the console finds equal values without storing emails and phone numbers a second time.</summary>
/// <param name="TenantId">Tenant of the member, or the tenant itself.</param>
/// <param name="RecordId">ID of the member or tenant.</param>
/// <param name="Reason">Reason for a pair with the same key.</param>
/// <param name="Key">Hash of the value with its reason and its scope: members are compared within their tenant, tenants within their mode.</param>
internal sealed record RecordKey(string TenantId, string RecordId, DuplicateReason Reason, string Key)
{
    public static RecordKey OfMember(string tenantId, string memberId, ComparedValue value) => new(tenantId, memberId, value.Reason, Hash(tenantId, value));

    public static RecordKey OfTenant(string tenantId, Mode mode, ComparedValue value) => new(tenantId, tenantId, value.Reason, Hash(mode.ToText(), value));

    private static string Hash(string scope, ComparedValue value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}\n{value.Reason.ToText()}\n{value.Value}")));
}
