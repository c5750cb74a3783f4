using OwnerConsole.Pure.Survival;

namespace OwnerConsole.Tests.Pure.Survival;

/// <summary>Lifetime value from ARPA, margin and churn.</summary>
public sealed class CustomerLifetimeTests
{
    [Fact]
    public void Case_21_lifetime_value_follows_from_ARPA_margin_and_logo_churn()
    {
        var (arpa, lifetime) = (106_000m / 420, CustomerLifetime.Of(12m / 400));

        Math.Round(lifetime.Value(arpa, 1), 2).ShouldBe(8412.70m);
        Math.Round(lifetime.Value(arpa, 0.8m), 2).ShouldBe(6730.16m);
        lifetime.IsCapped.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 60, true)]
    [InlineData(0.01, 60, true)]
    [InlineData(0.05, 20, false)]
    [InlineData(1, 1, false)]
    public void A_lifetime_is_at_most_60_months(double churn, int months, bool isCapped) => CustomerLifetime.Of((decimal)churn).ShouldBe(new(months, isCapped));
}
