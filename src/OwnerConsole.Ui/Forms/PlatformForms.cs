using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>Runs platform operations from separate forms without a dialog, because they accept or show a secret.</summary>
public sealed class PlatformForms(OperationCatalogue catalogue, Previews previews, FormRuns submitted, ProofForms proofs)
{
    /// <inheritdoc cref="ProofForms.Prompt"/>
    public Task<StepUpPrompt?> Prompt(HttpContext context, string operation) => proofs.Prompt(context, catalogue.Find(operation).Definition);

    /// <summary>Previews the operation, confirms the user's identity if required, and runs it. A form with a <see cref="FormKeyField"/> runs once.</summary>
    public async Task<Run> Start(HttpContext context, IFormCollection form, string operation, JsonElement input)
    {
        var caller = Caller.Of(context)!; // the form's route requires a permission
        var (earlier, key) = await submitted.Find(caller, form, context.RequestAborted);
        if (earlier is not null)
            return earlier;
        var preview = await previews.Create(caller, operation, TargetSelection.Of(IdGenerator.Platform), input, context.RequestAborted);
        var proof = preview.Accepted == 0 ? null : await proofs.Confirm(context, form, catalogue.Find(operation).Definition);
        return await submitted.Start(Caller.Of(context)!, new(preview.PreviewId, Proof: proof) { LoadedPreview = preview }, key, context.RequestAborted);
    }
}
