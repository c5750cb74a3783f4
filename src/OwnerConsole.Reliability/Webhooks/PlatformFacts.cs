using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>The platform as the subject of creating an endpoint.</summary>
/// <param name="NewId">Id of the new endpoint.</param>
public sealed record PlatformFacts(string NewId, string? Trouble) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => 1;
}
