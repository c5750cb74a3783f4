using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Event types as options of a form.</summary>
public sealed class EventTypeSource(EventKinds kinds) : IOptionSource
{
    public const string Event = "event_type";

    public string Name => Event;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. kinds.All.Select(kind => new Option(kind.Name, kind.Name))]);
}
