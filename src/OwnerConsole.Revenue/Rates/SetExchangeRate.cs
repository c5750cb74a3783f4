using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Rates;

/// <summary>Enters the exchange rate of a currency on a day. It applies instead of a published one.</summary>
public sealed class SetExchangeRate : Operation<ExchangeRateFacts, SetExchangeRate.Input>
{
    public const string Name = "exchange_rate.set";

    public sealed record Input(
        [OptionsFrom(ReportingSettings.Currencies)] [StringLength(3)] string Currency,
        [Description("Day from which the rate applies.")] DateOnly Day,
        [StringLength(30)] [Description("Units of the currency per euro, such as 1.0842.")] string PerEuro
    );

    private static readonly StateRows Rows = new("rates.exchange_rates", "tenant_id")
    {
        Conflict = "other.currency = this.currency and other.day = this.day and other.source = this.source",
    };

    public override Input Example => new("USD", new(2026, 10, 1), "1.0842");

    public override OperationDefinition Definition =>
        new(Name, "Set exchange rate", "set")
        {
            Subject = "platform",
            Noun = "exchange rate",
            Synonyms = "currency, conversion, fx rate",
            RestoredByUndo = "The previous rate applies again, unless it was changed since.",
        };

    public override Task<IReadOnlyList<ExchangeRateFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        ExchangeRateFacts.Load(ids, input.Currency, input.Day, work);

    public override Refusal? Refuse(ExchangeRateFacts facts, Input input) =>
        input switch
        {
            _ when !Currency.Exists(input.Currency) => new("bad_currency", $"Enter a three-letter ISO 4217 currency code, such as USD."),
            { Currency: "EUR" } => new("bad_currency", $"Rates are per euro, so the euro has none."),
            _ when input.Day < RateFile.Earliest => new("bad_day", $"The day must be in the year 1999 or later."),
            _ when input.Day > facts.Today => new("bad_day", $"The day can't be in the future."),
            _ when RateFile.Rate(input.PerEuro) is null => new("bad_rate", $"Enter the rate as a number above 0, such as 1.0842."),
            _ when RateFile.Rate(input.PerEuro) == facts.Current => new("no_change", $"This is the rate of the day already."),
            _ => null,
        };

    public override Decision Decide(ExchangeRateFacts facts, Input input) =>
        new(
            Sentence.Say($"MRR is converted with this rate from {input.Day} until the next day with a rate, and recalculated."),
            new Effect("per_euro", facts.Current, RateFile.Rate(input.PerEuro))
        );

    public override async Task Execute(IReadOnlyList<ExchangeRateFacts> accepted, Input input, UnitOfWork work)
    {
        var values = new
        {
            input.Currency,
            input.Day,
            rate = RateFile.Rate(input.PerEuro),
            run = work.RunId,
        };
        await work.Execute(
            "update rates.exchange_rates set closed_by = @run where tenant_id = 'tnt_platform' and currency = @Currency and day = @Day and source = 'manual' and closed_by is null",
            values
        );
        await work.Execute(
            "insert into rates.exchange_rates (currency, day, source, per_euro, opened_by, opened_at) values (@Currency, @Day, 'manual', @rate, @run, clock_timestamp())",
            values
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ExchangeRateFacts> subjects, string undoneRun, UnitOfWork work) =>
        Rows.Undo([IdGenerator.Platform], undoneRun, work);
}
