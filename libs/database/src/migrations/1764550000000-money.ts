import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `CREATE TABLE "payment_customers" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "customer" character varying(255) NOT NULL, "method" character varying(255) NOT NULL, "brand" character varying(20) NOT NULL, "last4" character varying(4) NOT NULL, "saved_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "PK_e7abeb831f94d053cf4f3f20d80" PRIMARY KEY ("id"))`,
  `CREATE UNIQUE INDEX "IDX_bf9deafa2f6b1546e9c336ad64" ON "payment_customers"  ("organization_id", "user_id")`,
  `CREATE TABLE "subscriptions" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "enrollment_id" uuid, "course_id" uuid, "run_id" uuid, "key" character varying(220) NOT NULL, "title" character varying(120) NOT NULL, "amount_minor" integer NOT NULL, "currency" character(3) NOT NULL, "every" character varying(6) NOT NULL, "state" character varying(12) NOT NULL DEFAULT 'incomplete', "provider_id" character varying(255), "cancel_at_period_end" boolean NOT NULL DEFAULT false, "cancel_wanted" character varying(10), "period_end" TIMESTAMP WITH TIME ZONE, "simulated" boolean NOT NULL DEFAULT false, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "ended_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_a87248d73155605cf782be9ee5e" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_d0a95ef8a28188364c546eb65c" ON "subscriptions"  ("user_id")`,
  `CREATE INDEX "IDX_fe65afb6a3a79277e5f31f8ac8" ON "subscriptions"  ("organization_id", "created_at")`,
  `CREATE UNIQUE INDEX "IDX_058ff869cb1d4574b7d6269051" ON "subscriptions"  ("organization_id", "key")`,
  `CREATE TABLE "charges" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "enrollment_id" uuid, "course_id" uuid, "subscription_id" uuid, "run_id" uuid, "key" character varying(220) NOT NULL, "title" character varying(120) NOT NULL, "amount_minor" integer NOT NULL, "currency" character(3) NOT NULL, "state" character varying(10) NOT NULL, "reason" character varying(80), "payment_intent" character varying(255), "refunded_minor" integer NOT NULL DEFAULT '0', "simulated" boolean NOT NULL DEFAULT false, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_0c6feb10df0fa460714f8464dce" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_311430731e89b709acc460e384" ON "charges"  ("enrollment_id")`,
  `CREATE INDEX "IDX_b6cf6d4da66cac2723c0875226" ON "charges"  ("user_id")`,
  `CREATE INDEX "IDX_65feadb22e353604a05d21b7bd" ON "charges"  ("organization_id", "created_at")`,
  `CREATE UNIQUE INDEX "IDX_0b702bb228beb2d8047ce02428" ON "charges"  ("organization_id", "key")`,
  `CREATE TABLE "refunds" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "enrollment_id" uuid, "order_id" uuid, "charge_id" uuid, "key" character varying(220) NOT NULL, "amount_minor" integer NOT NULL, "currency" character(3) NOT NULL, "ends_access" boolean NOT NULL DEFAULT false, "state" character varying(10) NOT NULL DEFAULT 'open', "reason" character varying(200) NOT NULL, "requested_by" uuid, "run_id" uuid, "provider_refund" character varying(255), "simulated" boolean NOT NULL DEFAULT false, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_5106efb01eeda7e49a78b869738" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_7a3d29e776a1d171238a0750b1" ON "refunds"  ("charge_id")`,
  `CREATE INDEX "IDX_a42db6369017df60549539f556" ON "refunds"  ("order_id")`,
  `CREATE UNIQUE INDEX "IDX_91eca828617d9f44befcb72425" ON "refunds"  ("organization_id", "key")`,
  `ALTER TABLE "enrollments" ADD "ended_reason" character varying(200)`,
  `ALTER TABLE "enrollments" ADD "reopened" integer NOT NULL DEFAULT '0'`,
  `ALTER TABLE "orders" ADD "refunded_minor" integer NOT NULL DEFAULT '0'`,
  `ALTER TABLE "entitlements" ADD "ended_reason" character varying(200)`,
  `ALTER TABLE "webhook_events" ADD "subscription_id" uuid`,
  `CREATE INDEX "IDX_da9dfc4b56c6e25aceef348928" ON "domain_events"  ("organization_id", "user_id", "occurred_at") WHERE type IN ('payment.succeeded','payment.failed','payment.refunded','subscription.changed','enrollment.revoked','enrollment.activated')`,
  `ALTER TABLE "payment_customers" ADD CONSTRAINT "FK_b8ad9a7011701b07adedb5d94bc" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "payment_customers" ADD CONSTRAINT "FK_8a1a136d64f734faad02af18886" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "subscriptions" ADD CONSTRAINT "FK_9ea1509175fa294fc64d43a9fe6" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "subscriptions" ADD CONSTRAINT "FK_d0a95ef8a28188364c546eb65c1" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "subscriptions" ADD CONSTRAINT "FK_b98f24780a4e9d482b71d6fedc6" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "subscriptions" ADD CONSTRAINT "FK_22c375ee65319a005b98a3546f3" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "subscriptions" ADD CONSTRAINT "FK_1d3674f2ef5d4a154d7f1744f4f" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "charges" ADD CONSTRAINT "FK_1c4fa0cd37e8794aa3d431f8067" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "charges" ADD CONSTRAINT "FK_b6cf6d4da66cac2723c08752269" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "charges" ADD CONSTRAINT "FK_311430731e89b709acc460e3842" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "charges" ADD CONSTRAINT "FK_496df6f8a5716cf936999061d6a" FOREIGN KEY ("course_id") REFERENCES "courses"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "charges" ADD CONSTRAINT "FK_07accc5ce9fdb6faf1af3e486ae" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "charges" ADD CONSTRAINT "FK_09854fc711b15fda03e529a99c7" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "refunds" ADD CONSTRAINT "FK_54028e29d6a3aaef1cf313b0063" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "refunds" ADD CONSTRAINT "FK_3be163f822a41931bb73c243d82" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "refunds" ADD CONSTRAINT "FK_6f6dd1048ea0bdfe60c4a3300dc" FOREIGN KEY ("enrollment_id") REFERENCES "enrollments"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "refunds" ADD CONSTRAINT "FK_a42db6369017df60549539f5567" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "refunds" ADD CONSTRAINT "FK_7a3d29e776a1d171238a0750b19" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "refunds" ADD CONSTRAINT "FK_82ec9e8f74e6d5fe919be143a03" FOREIGN KEY ("requested_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "refunds" ADD CONSTRAINT "FK_9f7ba7580f22d18670633292381" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

/** Saved cards, charges, refunds and subscriptions; rights that end with a reason. */
export class Money1764550000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
