using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>The platform as the container that an endpoint is made in.</summary>
/// <param name="NewId">of the endpoint to be</param>
public sealed record PlatformFacts(string NewId, string? Trouble) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public long Revision => 1;
}
