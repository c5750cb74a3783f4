using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Removes the connection of one mode. Received data is kept.</summary>
public sealed class DisconnectStripe : Operation<StripeFacts, DisconnectStripe.Input>
{
    public const string Name = "stripe.disconnect";

    public sealed record Input([Description("Live or test mode of your Stripe account.")] Mode Mode);

    public override Input Example => new(Mode.Test);

    public override OperationDefinition Definition =>
        new(Name, "Disconnect Stripe", "disconnected")
        {
            Group = ActionGroup.Danger,
            Subject = "platform",
            Noun = "Stripe",
            DoneSentence = "Stripe disconnected",
            RestoredByUndo = "The connection with its key and signing secret.",
            NotRestoredByUndo = "Events that Stripe stopped sending in the meantime; it retries each for three days.",
        };

    public override Task<IReadOnlyList<StripeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => StripeFacts.Load(ids, input.Mode, work);

    public override Refusal? Refuse(StripeFacts platform, Input input) =>
        platform.Connection is null ? new("not_connected", $"Stripe is not connected in this mode.") : null;

    public override Decision Decide(StripeFacts platform, Input input) =>
        new($"Nothing more is read from Stripe, and events of this mode are refused. Everything received so far is kept.");

    public override Task Execute(IReadOnlyList<StripeFacts> accepted, Input input, UnitOfWork work) => StripeConnection.Close(input.Mode, work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StripeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await StripeConnection.Rows.Reopen([IdGenerator.Platform], undoneRun, work);
        if (restored.Count > 0)
            await StripeConnection.CheckRestored(work);
        return restored;
    }
}
