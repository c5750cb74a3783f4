using HandlebarsDotNet;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The frame of all emails: colors for light and dark, the footer with the support number, language and writing direction.</summary>
/// <remarks>Mail programs that ignore style elements use the inline colors, which are those of the light scheme.</remarks>
internal static class EmailLayout
{
    private const string DefaultLanguage = "en";

    private const string DarkRules =
        ".oc-page{background:#0f131b!important;color:#e6eaf2!important}.oc-card{background:#1a202c!important;border-color:#2b3344!important}"
        + ".oc-card a{color:#8fb6ff}.oc-foot,.oc-foot a{color:#a6b0c3!important}";

    private static readonly IHandlebars s_html = Handlebars.Create(),
        s_text = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });

    private static readonly HandlebarsTemplate<object, object> s_htmlLayout = s_html.Compile(
        """
        <!doctype html>
        <html lang="{{lang}}" dir="{{dir}}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="{{schemes}}"><meta name="supported-color-schemes" content="{{schemes}}"><title>{{subject}}</title>
        <style>:root{color-scheme:{{schemes}};supported-color-schemes:{{schemes}};}.oc-card a{color:#1f54c4}.oc-card img{max-width:100%}{{{dark}}}</style></head>
        <body class="oc-page" style="margin:0;padding:24px 16px;background:#f3f5f9;color:#1b2333;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
        <div dir="{{card_dir}}" class="oc-card" style="max-width:560px;margin:0 auto;padding:8px 24px;background:#ffffff;border:1px solid #e1e6ef;border-radius:8px;overflow-wrap:break-word">
        {{{body}}}
        </div>
        <p class="oc-foot" lang="{{foot_lang}}" dir="{{foot_dir}}" style="max-width:560px;margin:16px auto 0;padding:0 25px;color:#55617a;font-size:13px;overflow-wrap:break-word"><bdi>{{platform.name}}</bdi>{{#if member.support_number}}<br>{{{before_number}}}<b><bdi>{{member.support_number}}</bdi></b>{{{after_number}}}{{/if}}{{#if unsubscribe_url}}<br><a href="{{unsubscribe_url}}" style="color:#55617a">{{{unsubscribe}}}</a>{{/if}}</p>
        </body>
        </html>
        """
    );

    private static readonly HandlebarsTemplate<object, object> s_textLayout = s_text.Compile(
        """
        {{body}}

        --
        {{platform.name}}{{#if member.support_number}}
        {{before_number}}{{member.support_number}}{{after_number}}{{/if}}{{#if unsubscribe_url}}
        {{unsubscribe}}: {{unsubscribe_url}}{{/if}}

        """
    );

    /// <param name="known">Values of the email, with its subject and its unsubscribe URL.</param>
    /// <param name="html">Sanitized HTML.</param>
    /// <param name="language">Language of the text; null for the default text.</param>
    /// <param name="recipient">Language of the recipient, in which the footer is shown; null for that of the text.</param>
    /// <param name="scheme">Null lets the mail program choose.</param>
    public static string Html(Dictionary<string, object?> known, string html, string? language, string? recipient, ColorScheme? scheme)
    {
        var isRightToLeft = language is not null && LanguageTag.IsRightToLeft(language);
        var footer = EmailFooter.Of(language ?? recipient);
        return s_htmlLayout(
            new Dictionary<string, object?>(WithFooter(known, footer), StringComparer.Ordinal)
            {
                ["body"] = html,
                ["lang"] = language ?? DefaultLanguage,
                ["dir"] = Direction(isRightToLeft),
                ["card_dir"] = language is null ? "auto" : Direction(isRightToLeft),
                ["foot_lang"] = footer.Language,
                ["foot_dir"] = Direction(LanguageTag.IsRightToLeft(footer.Language)),
                ["schemes"] = scheme switch
                {
                    ColorScheme.Light => "light",
                    ColorScheme.Dark => "dark",
                    _ => "light dark",
                },
                ["dark"] = scheme switch
                {
                    ColorScheme.Light => "",
                    ColorScheme.Dark => DarkRules,
                    _ => $"@media (prefers-color-scheme:dark){{{DarkRules}}}",
                },
            }
        );
    }

    /// <inheritdoc cref="Html"/>
    /// <param name="text">Text part.</param>
    public static string Text(Dictionary<string, object?> known, string text, string? language, string? recipient) =>
        s_textLayout(
            new Dictionary<string, object?>(WithFooter(known, EmailFooter.Of(language ?? recipient)), StringComparer.Ordinal) { ["body"] = text.Trim() }
        );

    private static Dictionary<string, object?> WithFooter(Dictionary<string, object?> known, EmailFooter footer) =>
        new(known, StringComparer.Ordinal)
        {
            ["before_number"] = footer.BeforeNumber,
            ["after_number"] = footer.AfterNumber,
            ["unsubscribe"] = footer.Unsubscribe,
        };

    private static string Direction(bool isRightToLeft) => isRightToLeft ? "rtl" : "ltr";
}
