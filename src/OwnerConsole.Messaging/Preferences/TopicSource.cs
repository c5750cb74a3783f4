using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Topics that a message can belong to.</summary>
public sealed class TopicSource(MessageTopics topics) : IOptionSource
{
    public string Name => MessageTopic.Options;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. topics.All.Select(topic => new Option(topic.Key, topic.Title))]);
}
