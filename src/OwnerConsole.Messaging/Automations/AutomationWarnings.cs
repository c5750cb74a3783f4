using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Warnings in previews of automations that are saved or turned on although a part of them has no effect or waits.</summary>
internal static class AutomationWarnings
{
    /// <summary>Adds the warnings to the sentence of a decision.</summary>
    /// <param name="subject">With its input and reach.</param>
    public static Sentence AddTo(Sentence sentence, AutomationFacts subject)
    {
        // A sentence can't contain text of a person, so it doesn't repeat the name.
        if (subject.IsAttributeUnknown)
            sentence.AppendLiteral(
                subject.Input?.Change is { IsOfMembers: true }
                    ? " Your application doesn't declare the attribute of the trigger."
                    : " No tenant has the attribute of the trigger yet."
            );
        if (subject.IsVariableUnknown)
            sentence.AppendLiteral(" A text shows an attribute that your application doesn't declare.");
        foreach (var endpoint in subject.SilentEndpoints)
            Add(endpoint, sentence);
        if (subject is { Input: { } input, Reach: { } reach } && reach.BusiestDay > input.RunsPerDay)
        {
            sentence.AppendLiteral(" On the busiest day, its operations could have exceeded the ceiling of ");
            sentence.AppendFormatted(input.RunsPerDay, "run");
            sentence.AppendLiteral(" in 24 hours. Sequences above it wait.");
        }
        return sentence;
    }

    private static void Add(SilentEndpoint endpoint, Sentence sentence)
    {
        sentence.AppendLiteral(" ");
        sentence.AppendFormatted(new EntityReference(endpoint.EndpointId));
        if (endpoint.IsDisabled)
            sentence.AppendLiteral(" is disabled and receives nothing until it is enabled.");
        else
            sentence.AppendLiteral(endpoint.Mode is Mode.Live ? " receives only events of live tenants." : " receives only events of test tenants.");
    }
}
