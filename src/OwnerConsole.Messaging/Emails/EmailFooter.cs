using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Emails;

/// <summary>The sentences below every email, in one language.</summary>
/// <param name="BeforeNumber">Text before the support number.</param>
/// <param name="AfterNumber">Text after the support number.</param>
/// <param name="Unsubscribe">Text of the link to unsubscribe.</param>
internal sealed record EmailFooter(string Language, string BeforeNumber, string AfterNumber, string Unsubscribe)
{
    // A left-to-right mark keeps the # before the number in right-to-left text.
    private static readonly EmailFooter s_english = new(
        "en",
        "Your support number is ",
        ". Please include it when you contact support.",
        "Unsubscribe or change your email preferences"
    );

    private static readonly Dictionary<string, EmailFooter> s_all = new[]
    {
        s_english,
        new("ar", "رقم الدعم الخاص بك هو \u200E", ". يُرجى ذكره عند التواصل مع الدعم.", "إلغاء الاشتراك أو تغيير تفضيلات البريد الإلكتروني"),
        new("de", "Ihre Support-Nummer ist ", ". Bitte nennen Sie sie, wenn Sie den Support kontaktieren.", "Abmelden oder E-Mail-Einstellungen ändern"),
        new("es", "Su número de soporte es ", ". Indíquelo cuando contacte con soporte.", "Cancelar la suscripción o cambiar las preferencias de correo"),
        new(
            "fr",
            "Votre numéro d’assistance est ",
            ". Merci de l’indiquer lorsque vous contactez l’assistance.",
            "Se désabonner ou modifier ses préférences d’e-mail"
        ),
        new("he", "מספר התמיכה שלך הוא \u200E", ". יש לציין אותו בפנייה לתמיכה.", "ביטול הרשמה או שינוי העדפות הדוא״ל"),
        new("it", "Il tuo numero di assistenza è ", ". Indicalo quando contatti l’assistenza.", "Annulla l’iscrizione o modifica le preferenze email"),
        new("ja", "お客様のサポート番号は ", " です。お問い合わせの際にお知らせください。", "配信停止またはメール設定の変更"),
        new("nl", "Uw supportnummer is ", ". Vermeld het als u contact opneemt met support.", "Uitschrijven of e-mailvoorkeuren wijzigen"),
        new("pl", "Twój numer pomocy to ", ". Podaj go, kontaktując się z pomocą.", "Wypisz się lub zmień ustawienia e-maili"),
        new("pt", "O seu número de suporte é ", ". Indique-o ao contactar o suporte.", "Cancelar a subscrição ou alterar as preferências de e-mail"),
        new("tr", "Destek numaranız: ", ". Destek ekibine yazarken lütfen bu numarayı belirtin.", "Abonelikten çıkın veya e-posta tercihlerinizi değiştirin"),
        new("uk", "Ваш номер підтримки: ", ". Вказуйте його, коли звертаєтеся до підтримки.", "Відписатися або змінити налаштування листів"),
        new("zh", "您的支持编号是 ", "。联系支持人员时请提供此编号。", "退订或更改电子邮件偏好设置"),
    }.ToDictionary(footer => footer.Language, StringComparer.Ordinal);

    /// <returns>The footer in the language or a parent of it; in English if there is none.</returns>
    public static EmailFooter Of(string? language) =>
        LanguageTag.Fallbacks(language).Select(tag => s_all.GetValueOrDefault(tag)).FirstOrDefault(footer => footer is not null) ?? s_english;
}
