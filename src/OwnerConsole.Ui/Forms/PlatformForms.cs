using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>Runs platform operations from separate forms without a dialog, because they accept or show a secret.</summary>
public sealed class PlatformForms(Catalogue catalogue, Previews previews, Runner runner, ProofForms proofs)
{
    /// <inheritdoc cref="ProofForms.Prompt"/>
    public Task<StepUpPrompt?> Prompt(HttpContext context, string operation) => proofs.Prompt(context, catalogue.Find(operation).Is);

    /// <summary>Previews the operation, confirms the user's identity if required, and runs it.</summary>
    public async Task<Run> Start(HttpContext context, IFormCollection form, string operation, JsonElement input)
    {
        var caller = Caller.Of(context)!; // the form's route requires a permission
        var preview = await previews.Make(caller, operation, Chosen.These(IdSource.Platform), input, context.RequestAborted);
        var proof = preview.Accepted == 0 ? null : await proofs.Confirm(context, form, catalogue.Find(operation).Is);
        return await runner.Start(Caller.Of(context)!, new(preview.PreviewId, Proof: proof) { Seen = preview }, null, context.RequestAborted);
    }
}
