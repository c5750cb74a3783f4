using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The platform as the subject of creating an endpoint.</summary>
/// <param name="NewId">Id of the new endpoint.</param>
public sealed record PlatformFacts(string NewId, string? UrlProblem) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}
