using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>A rule as what is decided about.</summary>
public sealed record RuleFacts(string RuleId, bool IsOpen, int Daily) : ISubject
{
    public string Id => RuleId;

    public string TenantId => IdSource.Platform;

    public long Revision => IsOpen ? 1 : 2;
}
