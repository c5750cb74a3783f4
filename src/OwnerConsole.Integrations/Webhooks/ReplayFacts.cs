using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The facts about an endpoint and a period that a replay checks.</summary>
/// <param name="Found">Number of events, at most one more than a replay can have.</param>
/// <param name="Estimate">Duration at the endpoint's current speed.</param>
/// <param name="IsReplaying">True while another replay runs.</param>
public sealed record ReplayFacts(EndpointFacts Endpoint, int Found, TimeSpan Estimate, bool IsReplaying) : ISubject
{
    public string Id => Endpoint.Id;

    public string TenantId => Endpoint.TenantId;

    public long Revision => Endpoint.Revision;
}
