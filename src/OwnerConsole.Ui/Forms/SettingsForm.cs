using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Ui.Forms;

/// <summary>A form on a settings page that saves by running an operation.</summary>
/// <remarks>A separate form instead of a dialog, because dialogs put their values into the URL, where a secret must not appear.</remarks>
/// <param name="input">Input record of the operation, which determines the fields.</param>
/// <param name="operation">Operation that saves the form.</param>
/// <param name="address">URL of the settings page.</param>
/// <param name="saved">Text of the toast after saving.</param>
public sealed class SettingsForm(Type input, string operation, string address, string saved)
{
    private readonly IReadOnlyList<InputField> _fields = InputField.Of(input);

    /// <summary>Content of the form for <see cref="SettingsFields"/>.</summary>
    /// <param name="current">The stored settings by control name, without secrets.</param>
    /// <param name="submitted">The submitted form; null to show the stored settings.</param>
    public async Task<SettingsFormContent> Content(
        HttpContext context,
        PlatformForms forms,
        IReadOnlyDictionary<string, string> current,
        SubmittedSettings? submitted
    ) =>
        new(
            _fields,
            submitted?.Values ?? current,
            FormErrors.Fields(submitted?.Problem),
            FormErrors.Summary(submitted?.Problem),
            await forms.Prompt(context, operation)
        );

    /// <summary>Runs the operation. An invalid form is shown again with its errors.</summary>
    /// <param name="show">Shows the page with the submitted form.</param>
    public async Task<IResult> Save(HttpContext context, PlatformForms forms, Func<SubmittedSettings, Task<IResult>> show)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            var run = await forms.Start(context, form, operation, Input(form));
            return new ToastResult(new(saved) { Undo = OperationAddress.Undo(run.RunId, address) }, address);
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            return await show(Submitted(form, problem));
        }
    }

    /// <returns>The submitted form as input of the operation. A secret left blank is missing, which keeps the stored one.</returns>
    public JsonElement Input(IFormCollection form) => FormInput.Json(_fields, name => form[name].LastOrDefault());

    /// <returns>The submitted values without secrets, which are never shown again.</returns>
    public SubmittedSettings Submitted(IFormCollection form, Problem? problem) =>
        new(
            _fields
                .Where(field => field.Kind is not FieldKind.Secret)
                .ToDictionary(field => field.Name, field => form[field.Name].ToString(), StringComparer.Ordinal),
            problem
        );
}
