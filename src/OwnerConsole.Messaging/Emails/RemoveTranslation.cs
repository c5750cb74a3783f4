using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Removes a translation of an email template. Its versions are kept.</summary>
public sealed class RemoveTranslation(EmailTemplates templates) : Operation<TemplateFacts, RemoveTranslation.Input>
{
    public const string Name = "mail_template.remove_translation";

    public sealed record Input(
        [OptionsFrom(EmailTemplates.Source)] string Template,
        [StringLength(TemplateLimits.MaxLanguage)] [Description("Language of the translation as a BCP 47 tag, such as de or pt-BR.")] string Language
    );

    public override Input Example => new("sign_in.new_device", "de");

    public override OperationDefinition Definition =>
        new(Name, "Remove translation", "removed")
        {
            Subject = "platform",
            Noun = "translation",
            RestoredByUndo = "The translation, unless another one into this language was added.",
            NotRestoredByUndo = "Emails that were sent with the default text.",
        };

    public override Task<IReadOnlyList<TemplateFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        TemplateFacts.Load(ids, input.Template, Language(input), templates, work);

    public override Refusal? Refuse(TemplateFacts platform, Input input) =>
        !platform.IsKnown ? TemplateFacts.Unknown
        : platform.Words is null ? new("no_such_translation", $"The template has no translation into this language.")
        : null;

    public override Decision Decide(TemplateFacts platform, Input input) =>
        new($"Recipients with this language will receive the next more general translation or the default text, including queued emails.");

    public override Task Execute(IReadOnlyList<TemplateFacts> accepted, Input input, UnitOfWork work) =>
        TemplateFacts.Rows.Close([TemplateFacts.KeyOf(input.Template, Language(input))], work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TemplateFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await TemplateFacts.Rows.Reopen(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];

    private static string Language(Input input) => TemplateFacts.ReadLanguage(input.Language) ?? throw Problem.Invalid("input.language", "must not be empty.");
}
